# make lab      the course, in JupyterLab       make test     every test
# make apps     the lessons as web pages        make lint     ruff
# make lessons  rebuild lessons/*.ipynb         make bench    our figures beside their peers
# make doctor   what is here, what is not      make reproduce  the published figures
# make class ARGS=FOLDER   the progress files of a class, as one page
# make clean    delete .venv and the caches
#
# Another Python: make lab PYTHON=python3.12. Arguments: make lab ARGS="--port 9000".

PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help lab apps class test lint lessons bench reproduce doctor clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile

lab apps class test lint bench reproduce doctor clean: .python
	@$(PYTHON) tools/bootstrap.py $@ $(ARGS)

lessons: .python
	@$(PYTHON) tools/bootstrap.py build $(ARGS)

.PHONY: .python
.python:
	@command -v $(PYTHON) >/dev/null || \
	  { echo "glassbox: there is no $(PYTHON). Install Python 3.11 or newer, or name yours: make lab PYTHON=..." >&2; exit 1; }
