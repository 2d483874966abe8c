"""Reading what vendors' tools write about the speed and the error of layers."""
