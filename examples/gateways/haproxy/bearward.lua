-- Asks Bearward whether a request may pass: `http-request lua.bearward URL` in haproxy.cfg.
--
-- Allowed: the identity headers of the answer replace the request's, txn.bearward.allowed is true.
-- Refused: the client gets Bearward's own status, challenge, Retry-After and body.
-- No answer, or one that makes no sense: 503. Nothing here says yes by default, and haproxy.cfg
-- turns away what this action did not allow, also when it stops in the middle.

-- At most this long for one attempt, in milliseconds. HAProxy makes four.
local TIMEOUT = 1000

-- What Bearward reads of the client's own headers, all copies of them: it refuses doubled ones. The
-- last is for policies with cors_preflight = true.
local READ = { "authorization", "x-api-key", "access-control-request-method" }

-- Both presets. The policy's own is in every 200, empty where there is no value.
local IDENTITY = {
  "remote-user", "remote-groups", "remote-email", "remote-name",
  "x-auth-request-user", "x-auth-request-groups", "x-auth-request-email",
  "x-auth-request-preferred-username",
  "x-bearward-identity",
}

-- What of a refusal is the client's business.
local RELAYED = {
  "www-authenticate", "retry-after", "content-type", "cache-control",
  "ratelimit", "ratelimit-policy",
  "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset",
}

-- HAProxy counts the copies of a header from 0, Lua's own tables from 1.
local function values(headers, name)
  local list = {}
  local from = headers[name]
  if from then
    for index = 0, #from do
      if from[index] then list[#list + 1] = from[index] end
    end
  end
  return list
end

-- The five headers of the forward-auth family, by what HAProxy itself knows, and what it reads.
local function question(txn)
  local sent = txn.http:req_get_headers()
  local headers = {
    ["x-forwarded-method"] = { txn.sf:method() },
    ["x-forwarded-proto"] = { txn.sf:ssl_fc() == "1" and "https" or "http" },
    ["x-forwarded-host"] = values(sent, "host"),
    ["x-forwarded-uri"] = { txn.sf:pathq() },
    ["x-forwarded-for"] = { txn.sf:src() },
  }
  for _, name in ipairs(READ) do
    local list = values(sent, name)
    if #list > 0 then headers[name] = list end
  end
  return headers
end

local function refuse(txn, status, headers, body)
  txn:done(txn:reply({ status = status, headers = headers, body = body }))
end

local function relay(txn, answer)
  local headers = {}
  for _, name in ipairs(RELAYED) do
    local list = values(answer.headers, name)
    if #list > 0 then headers[name] = list end
  end
  refuse(txn, answer.status, headers, answer.body)
end

local function allow(txn, answer)
  for _, name in ipairs(IDENTITY) do
    txn.http:req_del_header(name)
    local list = values(answer.headers, name)
    if #list == 1 then txn.http:req_set_header(name, list[1]) end
  end
  txn:set_var("txn.bearward.allowed", true)
end

core.register_action("bearward", { "http-req" }, function(txn, url)
  txn:set_var("txn.bearward.allowed", false)
  local answer = core.httpclient():get({ url = url, headers = question(txn), timeout = TIMEOUT })
  local status = answer and answer.status or 0
  if status == 200 then
    allow(txn, answer)
  elseif status >= 400 and status <= 599 then
    relay(txn, answer)
  else
    refuse(txn, 503, { ["cache-control"] = { "no-store" } }, "")
  end
end, 1)
