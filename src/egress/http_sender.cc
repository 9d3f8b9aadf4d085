#include "egress/http_sender.h"

#include <algorithm>
#include <utility>

#include "base/encode.h"
#include "crypto/hash.h"
#include "egress/checked_socket.h"
#include "egress/libcurl.h"
#include "egress/url.h"

// Type-checking macros of the header would replace the loaded functions.
#undef curl_easy_setopt
#undef curl_easy_getinfo

namespace bearward::egress {
namespace {

constexpr std::size_t kMostHeaderBytes = 32'768;

// Transfer is the state of one request.
struct Transfer {
  const SenderSettings& settings;
  const std::stop_token& stop;
  SocketCheck check{settings.policy};
  Response response = {};
  std::size_t header_bytes = 0;
  bool cut = false;  // the body was longer than the limit
};

std::size_t ReadBody(char* data, std::size_t size, std::size_t count, void* transfer) {
  auto& state = *static_cast<Transfer*>(transfer);
  std::string& body = state.response.body;
  const std::size_t space = state.settings.limits.body_bytes - body.size();
  body.append(data, std::min(size * count, space));
  state.cut = size * count > space;
  return state.cut ? 0 : size * count;
}

std::size_t CountHeader(char* /*data*/, std::size_t size, std::size_t count, void* transfer) {
  auto& state = *static_cast<Transfer*>(transfer);
  state.header_bytes += size * count;
  return state.header_bytes > kMostHeaderBytes ? 0 : size * count;
}

int CheckStop(void* transfer, curl_off_t /*down*/, curl_off_t /*now*/, curl_off_t /*up*/,
              curl_off_t /*sent*/) {
  return static_cast<Transfer*>(transfer)->stop.stop_requested() ? 1 : 0;
}

}  // namespace

// Handle is a handle of libcurl, with its open connections.
class HttpSender::Handle {
 public:
  explicit Handle(const Curl& curl) : curl_(curl), easy_(curl.init(), curl.cleanup) {}

  bool opened() const { return easy_ != nullptr; }

  base::Result<Response> Perform(const Post& post, Transfer& transfer) {
    curl_.reset(easy_.get());
    const std::unique_ptr<curl_slist, decltype(curl_.free_all)> headers(ListOf(LinesOf(post)),
                                                                        curl_.free_all);
    const bool set = headers && SetConnection(post, transfer) &&
                     SetTransfer(post, headers.get(), transfer) && SetSigner(post);
    if (!set) {
      return base::Fail(base::Unavailable("libcurl", "libcurl refused an option"));
    }
    const CURLcode code = curl_.perform(easy_.get());
    const bool answered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && transfer.cut);
    if (!answered) return base::Fail(TransferError(curl_, transfer.check, code));
    curl_.getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &transfer.response.status);
    curl_off_t wait = 0;
    curl_.getinfo(easy_.get(), CURLINFO_RETRY_AFTER, &wait);
    if (wait > 0) transfer.response.retry_after = std::chrono::seconds(wait);
    return std::move(transfer.response);
  }

 private:
  template <class T>
  bool Set(CURLoption option, T value) {
    return curl_.setopt(easy_.get(), option, value) == CURLE_OK;
  }
  // An empty Expect removes the header with which libcurl would wait before it sends a long body. A
  // signature would contain the empty line, which is not sent.
  static std::vector<std::string> LinesOf(const Post& post) {
    std::vector<std::string> lines = post.headers;
    if (post.signer) {
      const base::Digest digest = crypto::Sha256(post.body);
      lines.push_back("x-amz-content-sha256: " + base::HexEncode(base::AsBytes(digest)));
    } else {
      lines.emplace_back("Expect:");
    }
    return lines;
  }
  curl_slist* ListOf(const std::vector<std::string>& lines) const {
    curl_slist* list = nullptr;
    for (const std::string& line : lines) {
      curl_slist* const longer = curl_.append(list, line.c_str());
      if (longer == nullptr) {
        curl_.free_all(list);
        return nullptr;
      }
      list = longer;
    }
    return list;
  }
  // LimitOf is at least a millisecond, because libcurl takes none as no limit.
  static long LimitOf(const Post& post, const Limits& limits) {
    const std::chrono::milliseconds limit =
        std::min(post.most.value_or(limits.total), limits.total);
    return std::max(1L, static_cast<long>(limit.count()));
  }
  bool SetConnection(const Post& post, Transfer& transfer) {
    const SenderSettings& settings = transfer.settings;
    const bool set =
        Set(CURLOPT_URL, post.url.c_str()) && Set(CURLOPT_PROTOCOLS_STR, "http,https") &&
        Set(CURLOPT_PROXY, "") && Set(CURLOPT_FOLLOWLOCATION, 0L) && Set(CURLOPT_NOSIGNAL, 1L) &&
        Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1)) &&
        Set(CURLOPT_OPENSOCKETFUNCTION, &OpenCheckedSocket) &&
        Set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&transfer.check)) &&
        Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.limits.connect.count())) &&
        Set(CURLOPT_TIMEOUT_MS, LimitOf(post, settings.limits));
    return set && (settings.ca_file.empty() || Set(CURLOPT_CAINFO, settings.ca_file.c_str()));
  }
  bool SetSigner(const Post& post) {
    if (post.is_put && !Set(CURLOPT_CUSTOMREQUEST, "PUT")) return false;
    if (!post.signer) return true;
    const std::string provider = "aws:amz:" + post.signer->region + ":s3";
    const std::string secret(post.signer->secret.Reveal());
    return Set(CURLOPT_AWS_SIGV4, provider.c_str()) &&
           Set(CURLOPT_USERNAME, post.signer->key_id.c_str()) &&
           Set(CURLOPT_PASSWORD, secret.c_str());
  }
  bool SetTransfer(const Post& post, curl_slist* headers, Transfer& transfer) {
    void* const state = &transfer;
    return Set(CURLOPT_HTTPHEADER, headers) && Set(CURLOPT_POST, 1L) &&
           Set(CURLOPT_POSTFIELDS, post.body.data()) &&
           Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.body.size())) &&
           Set(CURLOPT_WRITEFUNCTION, &ReadBody) && Set(CURLOPT_WRITEDATA, state) &&
           Set(CURLOPT_HEADERFUNCTION, &CountHeader) && Set(CURLOPT_HEADERDATA, state) &&
           Set(CURLOPT_XFERINFOFUNCTION, &CheckStop) && Set(CURLOPT_XFERINFODATA, state) &&
           Set(CURLOPT_NOPROGRESS, 0L);
  }

  const Curl& curl_;
  std::unique_ptr<CURL, decltype(Curl::cleanup)> easy_;
};

Meaning MeaningOf(const Response& response) {
  constexpr long kGone = 410;
  constexpr long kBusy[] = {429, 502, 503, 504};
  constexpr long kRefused[] = {401, 403};
  if (response.status / 100 == 2) return Meaning::kSuccess;
  if (response.status == kGone) return Meaning::kGone;
  if (std::ranges::find(kBusy, response.status) != std::end(kBusy)) return Meaning::kBusy;
  const bool is_refused = std::ranges::find(kRefused, response.status) != std::end(kRefused);
  return is_refused ? Meaning::kRefused : Meaning::kOther;
}

HttpSender::HttpSender(SenderSettings settings) : settings_(std::move(settings)) {}

HttpSender::~HttpSender() = default;

base::Result<HttpSender::Handle*> HttpSender::Open() {
  if (handle_) return handle_.get();
  BW_TRY_ASSIGN(const Curl* const curl, LoadCurl());
  auto handle = std::make_unique<Handle>(*curl);
  if (!handle->opened()) return base::Fail(base::Unavailable("libcurl", "libcurl has no memory"));
  handle_ = std::move(handle);
  return handle_.get();
}

base::Result<Response> HttpSender::Send(const Post& post, const std::stop_token& stop) {
  if (!ParseUrl(post.url)) {
    return base::Fail(base::Invalid("invalid_url", "The URL must be an http or https URL."));
  }
  BW_TRY_ASSIGN(Handle* const handle, Open());
  Transfer transfer{.settings = settings_, .stop = stop};
  return handle->Perform(post, transfer);
}

}  // namespace bearward::egress
