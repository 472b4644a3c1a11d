//! Kubeconfigs as they come, and what is told and handed on of them.
