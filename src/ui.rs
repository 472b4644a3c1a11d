//! What is said on stderr: warnings, hints, progress, questions.
