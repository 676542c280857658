<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
<#if section = "header">
Prove that it is you who signs
<#elseif section = "form">
<#assign refused = message?has_content && message.type = 'error'>
<p class="asked">Veritwin asks for the signature of<#if askedOf??><strong id="asked-of">${askedOf}</strong><#else><strong id="asked-of">the person who read the record</strong></#if></p>
<p class="compare">The record you read shows these eight characters. If they differ, do not sign.</p>
<p class="record-code" id="record-code">${recordCode!''}</p>
<#if refused>
  <p class="message message-error" role="alert" id="refusal"><strong>Not signed.</strong> ${kcSanitize(message.summary)?no_esc}</p>
</#if>
<form id="kc-form-login" action="${url.loginAction}" method="post" autocomplete="off">
  <label for="username">User name</label>
  <input id="username" name="username" type="text" autofocus autocomplete="off" autocapitalize="none" spellcheck="false"<#if refused> aria-invalid="true" aria-describedby="refusal"</#if>>
  <label for="password">Password</label>
  <input id="password" name="password" type="password" autocomplete="off"<#if refused> aria-invalid="true" aria-describedby="refusal"</#if>>
  <p class="meaning">Your user name and your password together are your electronic signature. It is the legally binding equivalent of your handwritten signature.</p>
  <div class="acts">
    <button class="primary" id="kc-login" name="login" type="submit">Sign record <span class="code">${recordCode!''}</span></button>
    <button class="plain" id="do-not-sign" name="doNotSign" value="true" type="submit">Do not sign</button>
  </div>
</form>
</#if>
</@layout.registrationLayout>
