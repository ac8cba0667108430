"""Whether the links to other sites still lead somewhere: asked on the network, politely, and never in a build."""
