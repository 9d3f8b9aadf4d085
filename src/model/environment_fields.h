// kEnvironmentFields: the fields of an environment. Its columns, its JSON, the keys of
// [[environments]] in a provisioning file and the changes in its events are those of this table.
// An environment is no described resource (model/record.h), because it belongs to no environment.
#pragma once

#include "model/environment.h"
#include "model/fields.h"

namespace bearward::model {

// kClientIdField is derived from the id, so it is shown and not stored.
inline constexpr Field kClientIdField{
    .name = "client_id", .kind = Kind::kText, .uses = kShown, .get = [](const void* row) -> Cell {
      return ClientIdOf(static_cast<const Environment*>(row)->id);
    }};

inline constexpr Field kEnvironmentFields[] = {
    F<&Environment::id>("id", kStored | kShown | kConstant | kUnaudited),
    F<&Environment::name>("name", kFixed | kRequired),
    F<&Environment::sandbox>("sandbox", kEditable | kProvision),
    F<&Environment::enabled>("enabled", kStored | kShown | kUpdate | kProvision),
    F<&Environment::position>("position", kStored),
    kClientIdField,
    F<&Environment::created_at>("created_at", kStored | kShown | kConstant | kUnaudited),
};

}  // namespace bearward::model
