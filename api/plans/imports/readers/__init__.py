"""Files become documents. Only `reading` and the child process import these, since they pull in what parses files."""
