#include "egress/txt_lookup.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

namespace bearward::egress {
namespace {

constexpr int kTries = 2;
constexpr std::size_t kMessageBytes = 65'535;  // the most over TCP, RFC 1035 section 4.2.2
constexpr std::size_t kQueryBytes = 512;

std::unexpected<base::Error> Failed(std::string detail) {
  return base::Fail(base::Unavailable("dns_unavailable", std::move(detail)));
}

// TextOf joins the strings of a TXT record, each of which begins with its length (RFC 1035,
// section 3.3.14).
std::optional<std::string> TextOf(std::span<const std::uint8_t> data) {
  std::string text;
  while (!data.empty()) {
    const std::size_t length = data[0];
    data = data.subspan(1);
    if (length > data.size()) return std::nullopt;
    for (const std::uint8_t byte : data.first(length)) text += static_cast<char>(byte);
    data = data.subspan(length);
  }
  return text;
}

// Resolver is the state of one lookup.
class Resolver {
 public:
  Resolver() : ready_(res_ninit(&state_) == 0) {}
  ~Resolver() {
    if (ready_) res_nclose(&state_);
  }
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  bool ready() const { return ready_; }
  void SetWait(std::chrono::seconds wait) {
    state_.retrans = static_cast<int>(wait.count());
    state_.retry = kTries;
  }
  // Ask makes this server the only one. The C library has no function for an IPv6 address: the
  // family 0 says that the address is in the extension, which res_nclose releases by free(3).
  bool Ask(const Nameserver& server) {
    auto*& slot = state_._u._ext.nsaddrs[0];
    if (slot == nullptr) slot = static_cast<sockaddr_in6*>(std::calloc(1, sizeof *slot));
    if (slot == nullptr) return false;
    const auto& bytes = server.address.bytes;
    if (server.address.IsIpv4()) {
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_port = htons(server.port);
      std::memcpy(&address.sin_addr, bytes.data() + 12, sizeof address.sin_addr);
      std::memcpy(slot, &address, sizeof address);
    } else {
      slot->sin6_family = AF_INET6;
      slot->sin6_port = htons(server.port);
      std::memcpy(&slot->sin6_addr, bytes.data(), bytes.size());
    }
    state_.nsaddr_list[0].sin_family = 0;
    state_.nscount = 1;
    return true;
  }
  // MakeQuery returns the length of the query, -1 for a name that DNS cannot express.
  int MakeQuery(const std::string& name, std::span<std::uint8_t> query) {
    return res_nmkquery(&state_, ns_o_query, name.c_str(), ns_c_in, ns_t_txt, nullptr, 0, nullptr,
                        query.data(), static_cast<int>(query.size()));
  }
  // Send repeats a truncated answer over TCP, and ignores answers to other questions. It returns
  // the length of the answer, -1 if no server has a usable one.
  int Send(std::span<const std::uint8_t> query, std::span<std::uint8_t> answer) {
    return res_nsend(&state_, query.data(), static_cast<int>(query.size()), answer.data(),
                     static_cast<int>(answer.size()));
  }

 private:
  struct __res_state state_{};
  bool ready_;
};

base::Result<std::vector<std::string>> Look(const std::optional<Nameserver>& server,
                                            std::chrono::seconds wait, const std::string& name) {
  Resolver resolver;
  if (!resolver.ready() || (server && !resolver.Ask(*server))) {
    return Failed("the resolver does not start");
  }
  resolver.SetWait(wait);
  std::vector<std::uint8_t> query(kQueryBytes);
  const int asked = resolver.MakeQuery(name, query);
  // A name that is too long for DNS cannot have records.
  if (asked < 0) return std::vector<std::string>();
  query.resize(static_cast<std::size_t>(asked));
  std::vector<std::uint8_t> answer(kMessageBytes);
  const int length = resolver.Send(query, answer);
  if (length < 0) return Failed("no name server answers for " + name);
  answer.resize(std::min(static_cast<std::size_t>(length), answer.size()));
  return ParseTxt(answer);
}

}  // namespace

base::Result<std::vector<std::string>> ParseTxt(std::span<const std::uint8_t> message) {
  ns_msg parsed{};
  const bool is_message =
      message.size() <= kMessageBytes &&
      ns_initparse(message.data(), static_cast<int>(message.size()), &parsed) == 0;
  if (!is_message || ns_msg_getflag(parsed, ns_f_qr) == 0) {
    return Failed("the answer is no DNS response");
  }
  if (ns_msg_getflag(parsed, ns_f_tc) != 0) return Failed("the answer is truncated");
  const auto code = ns_msg_getflag(parsed, ns_f_rcode);
  if (code == ns_r_nxdomain) return std::vector<std::string>();
  if (code != ns_r_noerror) {
    return Failed("the name server answers with code " + std::to_string(code));
  }
  std::vector<std::string> texts;
  for (int i = 0; i < ns_msg_count(parsed, ns_s_an); ++i) {
    ns_rr record{};
    if (ns_parserr(&parsed, ns_s_an, i, &record) != 0) return Failed("the answer is malformed");
    if (ns_rr_type(record) != ns_t_txt || ns_rr_class(record) != ns_c_in) continue;
    auto text = TextOf({ns_rr_rdata(record), record.rdlength});
    if (!text) return Failed("a TXT record is malformed");
    texts.push_back(*std::move(text));
  }
  return texts;
}

base::Result<std::vector<std::string>> TxtLookup::Find(const std::string& name) const {
  const bool is_free = running_.fetch_add(1) < kAtOnce;
  auto found = is_free ? Look(server_, wait_, name)
                       : base::Fail(base::Unavailable(
                             "dns_busy", std::to_string(kAtOnce) + " lookups are running"));
  running_.fetch_sub(1);
  return found;
}

}  // namespace bearward::egress
