#!/usr/bin/env python3
"""Prints how many Argon2id verifications a second one core does with libsodium alone.

usage: argon2_rate.py MEMORY_KIB PASSES SECONDS
"""

import ctypes
import sys
import time

memory_kib, passes, seconds = (int(text) for text in sys.argv[1:])
sodium = ctypes.CDLL("libsodium.so.23")
assert sodium.sodium_init() >= 0
password = b"correct horse battery staple"
kept = ctypes.create_string_buffer(128)
size = ctypes.c_ulonglong(len(password))
assert sodium.crypto_pwhash_str(kept, password, size, ctypes.c_ulonglong(passes),
                                ctypes.c_size_t(memory_kib * 1024)) == 0
count, begun = 0, time.monotonic()
while time.monotonic() - begun < seconds:
    assert sodium.crypto_pwhash_str_verify(kept, password, size) == 0
    count += 1
print(count / (time.monotonic() - begun))
