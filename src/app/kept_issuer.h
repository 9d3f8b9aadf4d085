// KeptIssuer: the public base URL that tokens and metadata name.
#pragma once

#include <string>

#include "app/config.h"
#include "base/result.h"
#include "observe/log.h"
#include "store/store.h"

namespace bearward::app {

// KeptIssuer returns server.issuer, or without it the address that the first start announced
// (config.announced), which it stores: tokens name it, so it must outlive a change of the port. A
// database that release 0.1.0 filled keeps the issuer of that release, or its tokens would be
// refused. Warns when another address is announced than the kept one. Without any listener
// (`apply`) nothing is stored.
base::Result<std::string> KeptIssuer(store::Store& store, const Config& config,
                                     observe::Logger& log);

}  // namespace bearward::app
