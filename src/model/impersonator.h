// The member that names who acts as the subject of a session (docs/masquerade.md).
#pragma once

#include "json/writer.h"
#include "model/session.h"

namespace bearward::model {

// WriteImpersonator writes the member "impersonator" into an object: the form of the API and of the
// data of events. `here` is the environment of the session: that of the impersonator is written
// only if it is another one.
inline void WriteImpersonator(json::Writer& writer, const Impersonator& impersonator,
                              const EnvironmentId& here) {
  writer.Key("impersonator").BeginObject().Key("id").String(impersonator.id);
  if (impersonator.environment != here) {
    writer.Key("environment_id").String(impersonator.environment.text);
  }
  writer.Key("name").String(impersonator.name);
  writer.Key("reason").String(impersonator.reason).EndObject();
}

}  // namespace bearward::model
