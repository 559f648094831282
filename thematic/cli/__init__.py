"""The command line: every act as a verb."""
