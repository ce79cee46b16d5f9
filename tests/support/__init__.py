"""Real servers, kernels and clients for the tests."""
