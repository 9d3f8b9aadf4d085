// PostgresSql: the shared SQL subset in the words of PostgreSQL.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bearward::store {

// PostgresText is a statement in PostgreSQL's words and the number of its placeholders.
struct PostgresText {
  std::string sql;
  std::size_t placeholders = 0;
};

// ToPostgres writes ?N as $N outside of quotes. In CREATE TABLE and ALTER TABLE it also translates
// the types of the schema: INTEGER holds 64 bits, BLOB is BYTEA, TEXT sorts by bytes as in SQLite,
// and SQLite's table options STRICT and WITHOUT ROWID are dropped.
PostgresText ToPostgres(std::string_view sql);

}  // namespace bearward::store
