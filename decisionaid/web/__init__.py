"""The web: one file per family of pages. Views read, ask the core and answer; `permissions` says who may do what."""
