"""The commands of ``deka``: one small file a group, thin over the services."""
