#include "door/accept_client.h"

namespace bearward::door {

base::Result<model::Caller> AcceptClient(verify::Decision decision, Call& call) {
  call.NoteLimit(decision.limit());
  if (!decision.known()) return base::Fail(decision.error());
  model::Caller caller = decision.TakeCaller();
  caller.SetOrigin(call.origin());
  call.NoteJudged(caller);
  if (!decision.allowed()) return base::Fail(decision.error());
  return caller;
}

}  // namespace bearward::door
