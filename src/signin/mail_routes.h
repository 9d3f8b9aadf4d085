// MailRoutes: the routes of the pages that use codes and links from emails. Internal to the module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/body.h"
#include "door/call.h"
#include "door/reply.h"
#include "door/route.h"
#include "signin/routes.h"

namespace bearward::signin {

// MailRoutes returns the routes; `dialect` must outlive them.
std::vector<door::Route> MailRoutes(const Uses& uses, const door::Dialect& dialect);

// Sent is a form that was sent and failed: its fields, and why.
struct Sent {
  const base::Result<door::Body>& body;
  const std::string& fault;
};

// ShowAgain is how a form that failed is shown again.
struct ShowAgain {
  std::string_view path;
  door::Reply (*show)(const Uses& uses, const door::Call& call, int status, const Sent& sent);
};
// FindShowAgain returns how the form that is sent to a path is shown again; nullptr for any other
// path.
const ShowAgain* FindShowAgain(std::string_view path);

}  // namespace bearward::signin
