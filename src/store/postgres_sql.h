// PostgresSql: translates the shared SQL subset into the dialect of PostgreSQL.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bearward::store {

// PostgresText is a statement of PostgreSQL and the number of its parameters.
struct PostgresText {
  std::string sql;
  std::size_t parameters = 0;
};

// ToPostgres replaces ?N by $N outside of quotes. In CREATE TABLE and ALTER TABLE it translates the
// types of the schema: INTEGER holds 64 bits, BLOB is BYTEA, TEXT sorts by bytes as in SQLite,
// and SQLite's table options STRICT and WITHOUT ROWID are dropped.
PostgresText ToPostgres(std::string_view sql);

}  // namespace bearward::store
