// StorageConfig: where the data are stored.
#pragma once

#include <string>

#include "base/secret.h"

namespace bearward::app {

// StorageConfig selects the database. Without `url` and `url_file` it is a file of SQLite in the
// data folder; with one of them it is a schema of a PostgreSQL server, which several nodes may
// share.
struct StorageConfig {
  base::Secret url;      // may contain a password
  std::string url_file;  // a file that contains the URL
  std::string schema = "bearward";
  unsigned readers = 4;  // connections for reading

  bool is_postgres() const { return !url.empty() || !url_file.empty(); }
};

}  // namespace bearward::app
