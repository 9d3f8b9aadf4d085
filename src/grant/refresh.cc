#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "crypto/hash.h"
#include "grant/bounds.h"
#include "grant/grant.h"
#include "grant/refresh_rule.h"
#include "sessions/access_claims.h"
#include "sessions/sessions.h"
#include "store/sessions.h"
#include "verify/client.h"
#include "verify/subject.h"
#include "verify/usage.h"

namespace bearward::grant {
namespace {

base::Error InvalidRefreshToken() {
  return base::Unauthenticated("invalid_refresh_token",
                               "The refresh token is unknown, expired or already used.");
}

bool IsRefreshable(const model::Session& session, base::Time now) {
  return !session.ended_at && session.refresh_expires_at && now < *session.refresh_expires_at;
}

// LoadLiveSubject returns the subject of the session. A disabled subject cannot refresh (incident
// class B4).
base::Result<token::Subject> LoadLiveSubject(store::ReadTx& tx, const model::Session& session) {
  auto subject = verify::LoadSessionSubject(tx, session);
  if (!subject && subject.error().code == base::Code::kUnauthenticated) {
    return base::Fail(InvalidRefreshToken());
  }
  return subject;
}

// Spender spends one refresh token whose form is valid. The write and its continuation share it.
class Spender : public std::enable_shared_from_this<Spender> {
 public:
  Spender(const Grant::Parts& parts, RefreshRequest request, verify::RefreshClaim claim,
          std::chrono::seconds window)
      : parts_(parts), request_(std::move(request)), claim_(std::move(claim)), window_(window) {}

  base::Result<store::Pending<Granted>> Spend(std::optional<model::Principal> client) {
    client_ = std::move(client);
    BW_TRY(Look());
    BW_TRY(TakePermit());
    if (spending_ == Spending::kRotate) return Rotate();
    BW_TRY_ASSIGN(Granted granted, AnswerSpent());
    return store::Pending<Granted>{std::move(granted)};
  }

 private:
  // Look reads the session and judges the token by it.
  base::Status Look() {
    now_ = parts_.clock.Now();
    return parts_.store.Read([&](store::ReadTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto found, store::FindSession(tx, claim_.environment, claim_.session));
      if (!found || !IsRefreshable(*found, now_)) {
        return base::Fail(InvalidRefreshToken());
      }
      session_ = std::move(*found);
      // Before JudgeSpending, because another client must not be able to end a session.
      if (client_ && !IsSubject(*client_)) return base::Fail(NotIts());
      spending_ = JudgeSpending(claim_.generation, session_, now_, window_);
      if (spending_ == Spending::kReuse || spending_ == Spending::kStale) return {};
      BW_TRY_ASSIGN(subject_, LoadLiveSubject(tx, session_));
      return LoadClaims(tx);
    });
  }

  // LoadClaims adds the claims of the next access token, unless the refresh moves the session.
  base::Status LoadClaims(store::ReadTx& tx) {
    if (spending_ == Spending::kRotate && Moves(session_)) return {};
    return sessions::LoadAccessClaims(tx, session_.profile, subject_);
  }

  bool Moves(const model::Session& session) const {
    return request_.organization && *request_.organization != session.organization;
  }

  // A refresh counts against the rate limits of its subject. A caller was counted when it was
  // verified.
  base::Status TakePermit() {
    const bool grants = spending_ == Spending::kRotate || spending_ == Spending::kRepeat;
    if (!grants || request_.caller) return {};
    BW_TRY_ASSIGN(limit_, parts_.verifier.Spend(subject_.principal));
    return {};
  }

  bool IsSubject(const model::Principal& client) const {
    return session_.subject_kind == model::SubjectKind::kApplication &&
           session_.environment == client.environment && session_.subject_id == client.subject_id;
  }

  // An authenticated client gets the error for an invalid grant (RFC 6749 section 5.2).
  base::Error NotIts() const {
    return request_.caller ? InvalidRefreshToken() : verify::InvalidClient();
  }

  // AnswerSpent answers a token that was spent before.
  base::Result<Granted> AnswerSpent() {
    if (spending_ == Spending::kRepeat) {
      BW_TRY_ASSIGN(auto issued, Reissue(session_));
      return Granted{std::move(issued), subject_, limit_};
    }
    if (spending_ == Spending::kReuse) BW_TRY(EndForReuse());
    return base::Fail(InvalidRefreshToken());
  }

  // Rotate returns the next generation. If a parallel refresh of the same token is first, this one
  // is its repetition.
  base::Result<store::Pending<Granted>> Rotate() {
    model::Session next = parts_.issuer.Advance(session_);
    BW_TRY(Switch(next));
    BW_TRY_ASSIGN(next.access, Narrow(session_.granted, request_.access));
    BW_TRY_ASSIGN(auto issued, Reissue(next));
    auto write = [self = shared_from_this(), issued](store::WriteTx& tx) {
      return self->Store(tx, issued);
    };
    auto pending =
        store::Pend(parts_.store, Granted{std::move(issued), subject_, limit_}, std::move(write));
    pending.superseded = [self = shared_from_this()]() -> base::Result<Granted> {
      BW_TRY(self->Look());
      return self->AnswerSpent();
    };
    return pending;
  }

  // Switch moves the session to the requested organization.
  base::Status Switch(model::Session& next) {
    if (!Moves(next)) return {};
    next.organization = *request_.organization;
    auto subject = parts_.store.Read([&](store::ReadTx& tx) -> base::Result<token::Subject> {
      BW_TRY_ASSIGN(auto loaded, verify::LoadSessionSubject(tx, next));
      BW_TRY(sessions::LoadAccessClaims(tx, next.profile, loaded));
      return loaded;
    });
    if (!subject && subject.error().code == base::Code::kUnauthenticated) {
      return base::Fail(
          base::Invalid("membership_required", "The user is not a member of the organization."));
    }
    BW_TRY(subject);
    subject_ = *std::move(subject);
    return {};
  }

  base::Status Store(store::WriteTx& tx, const token::Issued& issued) const {
    BW_TRY_ASSIGN(const auto present, store::FindSession(tx, session_.environment, session_.id));
    if (!present || present->ended_at) return base::Fail(InvalidRefreshToken());
    if (present->generation != session_.generation) {
      return base::Fail(base::Conflict(std::string(store::kSuperseded),
                                       "The refresh token was used at the same time."));
    }
    BW_TRY(LoadLiveSubject(tx, issued.session));
    return sessions::Refresh(tx, issued, request_.origin);
  }

  base::Result<token::Issued> Reissue(const model::Session& session) const {
    return parts_.issuer.Reissue(subject_, session, request_.refresh_token, request_.access.issuer);
  }

  base::Status EndForReuse() {
    return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto present, store::FindSession(tx, session_.environment, session_.id));
      if (!present || present->ended_at) return {};
      return sessions::EndReused(tx, std::move(*present), now_, request_.origin);
    });
  }

  const Grant::Parts parts_;
  const RefreshRequest request_;
  const verify::RefreshClaim claim_;
  const std::chrono::seconds window_;
  std::optional<model::Principal> client_;
  base::Time now_;
  model::Session session_;
  token::Subject subject_;
  Spending spending_ = Spending::kStale;
  std::optional<model::LimitState> limit_;
};

}  // namespace

base::Result<store::Pending<Granted>> Grant::Refresh(const RefreshRequest& request) {
  std::optional<model::Principal> client;
  if (request.caller) {
    client = request.caller->principal();
  } else if (request.client) {
    BW_TRY_ASSIGN(auto checked,
                  parts_.verifier.client_secrets().Check(
                      {request.client->environment, request.client->client_id,
                       request.client->client_secret, request.client->origin.address}));
    parts_.verifier.usage().Note(checked, parts_.clock.Now());
    client = std::move(checked.subject.principal);
  }
  BW_TRY_ASSIGN(auto claim, parts_.verifier.ReadRefresh(request.refresh_token, request.profile));
  if (request.environment && *request.environment != claim.environment) {
    return base::Fail(InvalidRefreshToken());
  }
  return std::make_shared<Spender>(parts_, request, std::move(claim), replay_window_)
      ->Spend(std::move(client));
}

}  // namespace bearward::grant
