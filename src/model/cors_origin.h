// CorsOrigin: an origin of web pages of the customer's product.
#pragma once

#include <string>

#include "model/record.h"

namespace bearward::model {

// CorsOrigin is unique in its environment.
struct CorsOrigin : Entity {
  std::string origin;
};

// kCorsOriginFields and kCorsOrigin are its description.
inline constexpr Field kCorsOriginFields[] = {
    F<&CorsOrigin::origin>("origin", kFixed | kRequired | kConstant),
};
inline constexpr RecordOf<CorsOrigin> kCorsOrigin({
    .object = "cors_origin",
    .id_prefix = "cors_origin",
    .table = "cors_origins",
    .fields = kCorsOriginFields,
});

}  // namespace bearward::model
