"""The panel that quantises, diagnoses and shows which layers lose the target."""
