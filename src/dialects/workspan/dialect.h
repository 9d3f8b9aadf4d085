// WorkSpan's dialect. One vendor, three error tables: token requests answer as OAuth, revocation
// answers 403 for what is not live, and resources answer as the vendor's gateway does.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "directory/directory.h"
#include "door/route.h"

namespace bearward::dialects::workspan {

// Dialects are the three rows. They share the name and the way to the environment.
struct Dialects {
  door::Dialect token;
  door::Dialect revocation;
  door::Dialect resource;
};

// MakeDialects gives them; `directory` must outlive them.
Dialects MakeDialects(directory::Directory& directory);

}  // namespace bearward::dialects::workspan
