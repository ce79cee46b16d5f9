"""The kernel's half: the functions, and everything that happens to a call of one."""
