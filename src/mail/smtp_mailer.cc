#include "mail/smtp_mailer.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include "egress/libcurl.h"

// Type-checking macros of the header would replace the loaded functions.
#undef curl_easy_setopt
#undef curl_easy_getinfo

namespace bearward::mail {
namespace {

// Transfer is the state of one sending.
struct Transfer {
  std::string_view unread;       // the part of the message that libcurl has not read yet
  bool names_recipient = false;  // RCPT was sent
};

std::size_t ReadMessage(char* buffer, std::size_t size, std::size_t count, void* transfer) {
  auto& unread = static_cast<Transfer*>(transfer)->unread;
  const std::size_t taken = std::min(size * count, unread.size());
  std::ranges::copy(unread.substr(0, taken), buffer);
  unread.remove_prefix(taken);
  return taken;
}

// NoteCommand is called with all data of the connection. It keeps none, because some is secret.
int NoteCommand(CURL* /*handle*/, curl_infotype type, char* data, std::size_t size,
                void* transfer) {
  const bool is_recipient =
      type == CURLINFO_HEADER_OUT && std::string_view(data, size).starts_with("RCPT");
  if (is_recipient) static_cast<Transfer*>(transfer)->names_recipient = true;
  return 0;
}

// Set sets an option. libcurl copies texts.
template <class T>
bool Set(const egress::Curl& curl, CURL* handle, CURLoption option, T value) {
  return curl.setopt(handle, option, value) == CURLE_OK;
}

std::string UrlOf(const SmtpSettings& settings) {
  const char* const scheme = settings.tls == SmtpTls::kTls ? "smtps://" : "smtp://";
  return scheme + settings.host + ":" + settings.port;
}

// SetServer sets what does not depend on the message.
bool SetServer(const egress::Curl& curl, CURL* handle, const SmtpSettings& settings) {
  const long need = settings.tls == SmtpTls::kNone ? CURLUSESSL_NONE : CURLUSESSL_ALL;
  bool set = Set(curl, handle, CURLOPT_URL, UrlOf(settings).c_str()) &&
             Set(curl, handle, CURLOPT_USE_SSL, need) && Set(curl, handle, CURLOPT_NOSIGNAL, 1L) &&
             Set(curl, handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps") &&
             Set(curl, handle, CURLOPT_PROXY, "") &&
             Set(curl, handle, CURLOPT_TIMEOUT, static_cast<long>(settings.time_limit.count()));
  if (!settings.ca_file.empty()) {
    set = set && Set(curl, handle, CURLOPT_CAINFO, settings.ca_file.c_str());
  }
  if (settings.username.empty()) return set;
  const std::string password(settings.password.Reveal());
  return set && Set(curl, handle, CURLOPT_USERNAME, settings.username.c_str()) &&
         Set(curl, handle, CURLOPT_PASSWORD, password.c_str());
}

bool SetMessage(const egress::Curl& curl, CURL* handle, const std::string& from,
                curl_slist* recipients, Transfer& transfer) {
  return Set(curl, handle, CURLOPT_MAIL_FROM, ("<" + from + ">").c_str()) &&
         Set(curl, handle, CURLOPT_MAIL_RCPT, recipients) &&
         Set(curl, handle, CURLOPT_READFUNCTION, &ReadMessage) &&
         Set(curl, handle, CURLOPT_READDATA, static_cast<void*>(&transfer)) &&
         Set(curl, handle, CURLOPT_DEBUGFUNCTION, &NoteCommand) &&
         Set(curl, handle, CURLOPT_DEBUGDATA, static_cast<void*>(&transfer)) &&
         Set(curl, handle, CURLOPT_VERBOSE, 1L) && Set(curl, handle, CURLOPT_UPLOAD, 1L);
}

// IsPermanent says whether a retry of this email cannot succeed (RFC 5321 section 4.2.1). A refusal
// before RCPT, or for lack of an authentication (53x, RFC 4954 section 6), concerns the server or
// the settings, which an operator can repair.
bool IsPermanent(const Transfer& transfer, long reply) {
  constexpr long kPermanent = 500;
  constexpr long kAuthentication = 53;
  return transfer.names_recipient && reply >= kPermanent && reply / 10 != kAuthentication;
}

base::Error ErrorOf(const egress::Curl& curl, CURL* handle, const Transfer& transfer,
                    CURLcode code) {
  long reply = 0;
  curl.getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
  const std::string detail = std::string(curl.strerror(code)) + "; reply " + std::to_string(reply);
  if (!IsPermanent(transfer, reply)) return base::Unavailable(std::string(kMailServer), detail);
  base::Error error =
      base::Invalid(std::string(kMailRefused), "The mail server refused the email.");
  error.detail = detail;
  return error;
}

}  // namespace

base::Status SmtpMailer::Send(const Message& message, const Envelope& envelope) {
  BW_TRY_ASSIGN(const egress::Curl* const curl, egress::LoadCurl());
  const std::unique_ptr<CURL, decltype(curl->cleanup)> handle(curl->init(), curl->cleanup);
  const std::unique_ptr<curl_slist, decltype(curl->free_all)> recipients(
      curl->append(nullptr, ("<" + message.to + ">").c_str()), curl->free_all);
  if (!handle || !recipients) {
    return base::Fail(base::Unavailable("libcurl", "libcurl has no memory"));
  }
  const base::Secret wire = WireForm(message, envelope);
  Transfer transfer{.unread = wire.Reveal()};
  if (!SetServer(*curl, handle.get(), settings_) ||
      !SetMessage(*curl, handle.get(), envelope.from, recipients.get(), transfer)) {
    return base::Fail(base::Unavailable("libcurl", "libcurl refused an option"));
  }
  const CURLcode code = curl->perform(handle.get());
  if (code == CURLE_OK) return {};
  return base::Fail(ErrorOf(*curl, handle.get(), transfer, code));
}

}  // namespace bearward::mail
