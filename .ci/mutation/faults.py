"""Faults that the tests must detect, each with the tests that detect it (`./dev mutants`)."""

from mutation.core_faults import CORE
from mutation.feature_faults import FEATURES
from mutation.http2_faults import HTTP2
from mutation.sign_in_faults import SIGN_IN
from mutation.stream_faults import STREAMS

FAULTS = CORE + FEATURES + HTTP2 + SIGN_IN + STREAMS
