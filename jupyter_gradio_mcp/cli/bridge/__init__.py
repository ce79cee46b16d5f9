"""`jupyter gradio-mcp bridge`: MCP on stdio for clients that speak nothing else, and the notebooks behind it.

Two of the SDK's dispatchers back to back: what one side says goes to the other as it came, in
whichever protocol era the client speaks, with the client's own ids. The modules here know what is
not simply handed on. Importing any of them but this imports the SDK.
"""
