#include "door/reply.h"

#include <utility>

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
  reply.headers.Set("Cache-Control", "no-store");
  reply.headers.Set("Pragma", "no-cache");
  return reply;
}

}  // namespace bearward::door
