// OpenConnection: every connection of this program to SQLite.
#pragma once

#include <memory>
#include <string>

struct sqlite3;

namespace bearward::store {

using SqliteConnection = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

// OpenedConnection has the result of SQLite and, also with an error, the connection that holds its
// message; without memory there is none.
struct OpenedConnection {
  int code;
  SqliteConnection connection;
};

// OpenConnection opens a database for reading and writing. `more` are further flags of SQLite. Safe
// from any thread; a connection is used by one thread at a time.
OpenedConnection OpenConnection(const std::string& path, int more = 0);

}  // namespace bearward::store
