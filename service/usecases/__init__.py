"""ACTS: what Reactie does, one verb a file. Ports in, domain out; no framework and no driver."""
