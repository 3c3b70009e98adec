"""The web: one file per page family. Views read, ask the core, answer; who may do what stands in `permissions`."""
