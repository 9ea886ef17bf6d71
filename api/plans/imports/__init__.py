"""Plan documents (DOCX, XLSX, PDF with text) become previews that a person corrects and commits.

`reading.read` does it in this process, `bounded.read` in a child with limits on memory and time. Nothing is imported
here: the libraries that read files belong to whoever reads one, never to the API process.
"""
