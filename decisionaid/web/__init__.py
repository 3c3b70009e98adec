"""The web: one file per page family. Views read, ask the core, and answer; rules about who may what stand in `permissions`."""
