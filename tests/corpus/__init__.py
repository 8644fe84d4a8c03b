"""Files as clinics write them: each shape in some languages and formats, made from a truth.

Nothing here is shared with the importer: neither its words nor its readers or writers.
"""
