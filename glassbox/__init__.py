"""The command line of the course: `glassbox lab`, `apps`, `test`, `bench`, `doctor` ..."""
