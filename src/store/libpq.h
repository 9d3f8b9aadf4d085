// Loads libpq, the client library of PostgreSQL, at the first connection. Linking it would load
// about 20 libraries (Kerberos, LDAP, GnuTLS) at every start, also of a server that uses SQLite:
// 6 MiB of memory and several milliseconds.
#pragma once

#include "base/result.h"

namespace bearward::store {

// LoadLibpq loads the library once per process; the functions of <libpq-fe.h> may be called only
// after it has succeeded. kUnavailable names the library, or the function that it lacks. Thread
// safe.
base::Status LoadLibpq();

}  // namespace bearward::store
