#include "door/reply.h"

#include <algorithm>

#include "base/ascii.h"

namespace bearward::door {
namespace {

Reply Make(int status, std::string_view content_type, std::string body) {
  Reply reply;
  reply.status = status;
  reply.content_type = content_type;
  reply.body = std::move(body);
  return reply;
}

}  // namespace

Reply JsonReply(int status, std::string body) { return Make(status, kJson, std::move(body)); }

Reply TextReply(int status, std::string body) {
  return Make(status, "text/plain; charset=utf-8", std::move(body));
}

Reply EmptyReply(int status) { return Make(status, {}, {}); }

Reply NoStore(Reply reply) {
  SetHeader(reply, "Cache-Control", "no-store");
  return reply;
}

bool HasHeader(const Reply& reply, std::string_view name) {
  return std::ranges::any_of(reply.headers, [name](const auto& header) {
    return base::EqualsIgnoreCase(header.first, name);
  });
}

void SetHeader(Reply& reply, std::string_view name, std::string_view value) {
  std::erase_if(reply.headers,
                [name](const auto& header) { return base::EqualsIgnoreCase(header.first, name); });
  reply.headers.emplace_back(name, value);
}

}  // namespace bearward::door
