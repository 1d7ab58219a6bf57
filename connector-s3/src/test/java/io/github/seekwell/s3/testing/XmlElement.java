package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** An element of a document that came in. Namespaces are not looked at, as the service does not. */
record XmlElement(Element element) {
  /** The root of a request's body, which must have that name. */
  static XmlElement root(Body body, String name) {
    XmlElement root = read(body.content().bytes());
    if (!root.element.getTagName().equals(name)) {
      throw S3Refusal.malformedXml();
    }
    return root;
  }

  static XmlElement read(byte[] document) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // The default one writes to standard error.
      builder.setErrorHandler(new DefaultHandler());
      return new XmlElement(builder.parse(new ByteArrayInputStream(document)).getDocumentElement());
    } catch (SAXException e) {
      throw S3Refusal.malformedXml();
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException("Cannot read XML from memory", e);
    }
  }

  List<XmlElement> children(String name) {
    List<XmlElement> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getTagName().equals(name)) {
        children.add(new XmlElement(child));
      }
    }
    return children;
  }

  /** The text of a child; empty if there is no such child or no text in it. */
  Optional<String> text(String name) {
    return children(name).stream()
        .findFirst()
        .map(child -> child.element.getTextContent())
        .filter(text -> !text.isEmpty());
  }

  /** The text of a child that must be there. */
  String required(String name) {
    return text(name).orElseThrow(S3Refusal::malformedXml);
  }
}
