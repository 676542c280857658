<#-- The frame of every page: the mark, one column, nothing else. No script: each page works with forms alone. -->
<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex, nofollow">
  <title>Veritwin</title>
  <link rel="icon" type="image/svg+xml" href="${url.resourcesPath}/img/veritwin.svg">
  <link rel="stylesheet" href="${url.resourcesPath}/css/veritwin.css">
</head>
<body data-page-id="login-${pageId}">
  <header class="brand">
    <img src="${url.resourcesPath}/img/veritwin.svg" alt="" width="24" height="24"> Veritwin
    <#if realm.displayNameHtml?has_content><span class="site-note">${kcSanitize(realm.displayNameHtml)?no_esc}</span></#if>
  </header>
  <main>
    <h1 id="kc-page-title"><#nested "header"></h1>
    <#if displayMessage && message?has_content>
      <p class="message message-${message.type}" role="alert">${kcSanitize(message.summary)?no_esc}</p>
    </#if>
    <#nested "form">
    <#if displayInfo><div id="kc-info"><#nested "info"></div></#if>
  </main>
</body>
</html>
</#macro>
