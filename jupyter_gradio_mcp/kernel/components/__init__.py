"""The components: fields of forms and views of results, by Gradio's names."""
