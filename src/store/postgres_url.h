// PostgresUrl: checks of a connection URL (storage.url). The text of a URL may contain a password,
// so no error quotes it.
#pragma once

#include <string>

#include "base/result.h"

namespace bearward::store {

// CheckPostgresUrl fails with kInvalid "bad_value" unless libpq accepts the text as a URL of the
// form postgresql://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE.
base::Status CheckPostgresUrl(const std::string& url);

// HasPassword returns whether a URL contains a password, or cannot be parsed.
bool HasPassword(const std::string& url);

}  // namespace bearward::store
