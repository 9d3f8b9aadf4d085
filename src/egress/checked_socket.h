// CheckedSocket: how libcurl opens sockets for this module: only to addresses that the policy
// permits. Internal to the files that use libcurl.
#pragma once

#include <curl/curl.h>

#include "base/error.h"
#include "egress/address_policy.h"
#include "egress/libcurl.h"

namespace bearward::egress {

// SocketCheck is the data of OpenCheckedSocket: whether an address of the host was refused, and
// whether one was permitted.
struct SocketCheck {
  const AddressPolicy& policy;
  bool refused = false;
  bool permitted = false;
};

// OpenCheckedSocket is a CURLOPT_OPENSOCKETFUNCTION; its data is a SocketCheck. It is called with
// each address of the host before the connection to it, so a name that resolves to another address
// later is checked again.
curl_socket_t OpenCheckedSocket(void* check, curlsocktype purpose, curl_sockaddr* target);

// TransferError returns the error of a transfer that ended with `code`: the ones of
// HttpSender::Send.
base::Error TransferError(const Curl& curl, const SocketCheck& check, CURLcode code);

}  // namespace bearward::egress
