#include "store/event_chain.h"

#include <fmt/format.h>

#include "base/encode.h"
#include "crypto/hash.h"
#include "crypto/mac.h"

namespace bearward::store {
namespace {

// The first byte of everything that is hashed or sealed here states what it is, so that no value of
// one kind can be used as another.
enum class Kind : char { kEvent = 1, kFoundGap = 2, kHead = 3, kGap = 4 };

// Bytes encodes values such that different lists of values have different encodings: numbers have
// eight bytes, and a text is preceded by its length.
class Bytes {
 public:
  explicit Bytes(Kind kind) {
    text_.reserve(kUsual);
    text_.push_back(static_cast<char>(kind));
  }
  Bytes& Add(std::int64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      text_.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> shift & 0xff));
    }
    return *this;
  }
  Bytes& Add(std::string_view text) {
    Add(static_cast<std::int64_t>(text.size()));
    text_.append(text);
    return *this;
  }
  Bytes& Add(const base::Digest& digest) {
    text_.append(base::AsBytes(digest));
    return *this;
  }
  const std::string& text() const { return text_; }

 private:
  static constexpr std::size_t kUsual = 512;
  std::string text_;
};

base::Secret Subkey(const base::Secret& secret, std::string_view purpose) {
  return base::Secret(base::AsBytes(crypto::HmacSha256(secret.Reveal(), purpose)));
}

}  // namespace

EventContent ContentOf(const model::Event& event) {
  return {.number = event.number,
          .environment = event.environment.text,
          .organization = event.organization
                              ? std::optional<std::string_view>(event.organization->text)
                              : std::nullopt,
          .type = model::EventName(event.type),
          .actor_kind = event.actor.kind,
          .actor_id = event.actor.id,
          .credential_id = event.actor.credential_id,
          .address = event.actor.origin.address,
          .request_id = event.actor.origin.request_id,
          .target = event.target,
          .at = base::ToMillis(event.at),
          .data = event.data};
}

base::Digest NextDigest(const base::Digest& previous, const EventContent& event) {
  Bytes bytes(Kind::kEvent);
  bytes.Add(previous).Add(event.number).Add(event.at);
  bytes.Add(std::int64_t{event.organization ? 1 : 0});
  for (const std::string_view text :
       {event.environment, event.organization.value_or(""), event.type, event.actor_kind,
        event.actor_id, event.credential_id, event.address, event.request_id, event.target,
        event.data}) {
    bytes.Add(text);
  }
  return crypto::Sha256(bytes.text());
}

EventGap FoundGap(const EventHead& before, std::int64_t next) {
  EventGap gap{.first = before.number + 1, .last = next - 1, .previous = before.digest};
  gap.digest =
      crypto::Sha256(Bytes(Kind::kFoundGap).Add(gap.previous).Add(gap.first).Add(gap.last).text());
  return gap;
}

EventChain::EventChain(const base::Secret& secret)
    : sealing_(Subkey(secret, "seal")), signer_(Subkey(secret, "checkpoint")) {}

base::Digest EventChain::SealOf(const EventHead& head) const {
  Bytes bytes(Kind::kHead);
  bytes.Add(head.number).Add(head.digest).Add(head.unproved);
  bytes.Add(std::int64_t{head.forged ? 1 : 0});
  return crypto::HmacSha256(sealing_.Reveal(), bytes.text());
}

base::Digest EventChain::SealOf(const EventGap& gap) const {
  Bytes bytes(Kind::kGap);
  bytes.Add(gap.first).Add(gap.last).Add(gap.previous).Add(gap.digest);
  return crypto::HmacSha256(sealing_.Reveal(), bytes.text());
}

void EventChain::Sign(EventCheckpoint& checkpoint) const {
  checkpoint.signature = signer_.Sign(SignedText(checkpoint));
}

bool EventChain::IsSigned(const EventCheckpoint& checkpoint) const {
  return signer_.Verify(SignedText(checkpoint), checkpoint.signature);
}

std::string SignedText(const EventCheckpoint& checkpoint) {
  return fmt::format("bearward event checkpoint v1\n{}\n{}\n{}\n", checkpoint.number,
                     base::HexEncode(base::AsBytes(checkpoint.digest)),
                     base::ToMillis(checkpoint.at));
}

}  // namespace bearward::store
