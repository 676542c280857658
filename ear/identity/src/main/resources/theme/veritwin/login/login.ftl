<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=true; section>
<#if section = "header">
Log in
<#elseif section = "form">
<form id="kc-form-login" action="${url.loginAction}" method="post">
  <#assign refused = messagesPerField.existsError('username','password')>
  <#if refused>
    <p class="message message-error" role="alert" id="refusal">${kcSanitize(messagesPerField.getFirstError('username','password'))?no_esc}</p>
  </#if>
  <#if usernameHidden??>
    <p class="fixed-name">${auth.attemptedUsername!''}</p>
  <#else>
    <label for="username">User name</label>
    <input id="username" name="username" type="text" value="${(login.username!'')}" autofocus autocomplete="username"
           autocapitalize="none" spellcheck="false"<#if refused> aria-invalid="true" aria-describedby="refusal"</#if>>
  </#if>
  <label for="password">Password</label>
  <input id="password" name="password" type="password" autocomplete="current-password"<#if usernameHidden??> autofocus</#if><#if refused> aria-invalid="true" aria-describedby="refusal"</#if>>
  <div class="acts"><button class="primary" id="kc-login" name="login" type="submit">Log in</button></div>
</form>
</#if>
</@layout.registrationLayout>
