// KeptIssuer: the public base URL in tokens and metadata.
#pragma once

#include <string>

#include "app/config.h"
#include "base/result.h"
#include "observe/log.h"
#include "store/store.h"

namespace bearward::app {

// KeptIssuer returns server.issuer. If it is not set, it returns the address that the first start
// announced (config.announced) and stores it, because tokens contain it and it must survive a
// change of the port. A database of release 0.1.0 keeps the issuer of that release; otherwise its
// tokens would be refused. Warns if the announced address differs from the stored one. Without a
// listener (`apply`) nothing is stored.
base::Result<std::string> KeptIssuer(store::Store& store, const Config& config,
                                     observe::Logger& log);

}  // namespace bearward::app
