"""Controls made from a config: one for each field, labelled and reachable by keyboard."""
