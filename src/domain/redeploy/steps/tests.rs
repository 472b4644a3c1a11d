//! The steps of every course that a redeployment can take.
