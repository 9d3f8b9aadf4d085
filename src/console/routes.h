// The routes of the console.
#pragma once

#include <span>
#include <vector>

#include "console/assets.h"
#include "door/route.h"

namespace bearward::console {

// MakeDialect returns the dialect of the files.
door::Dialect MakeDialect();
// Routes returns the routes that serve `assets`, which must outlive them, like `dialect`. Each path
// below /console that names no file gets the page, because the page itself reads the path. Files
// below assets/ have the hash of their content in their name and are cached for ever.
std::vector<door::Route> Routes(std::span<const Asset> assets, const door::Dialect& dialect);

}  // namespace bearward::console
